package dev.jformers.hub;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Brings the files of a model, as they are at one commit, into the cache. */
final class SnapshotDownload {

    private final HubApi api;
    private final RepositoryCache cache;
    private final HubApi.Listing listing;

    SnapshotDownload(HubApi api, RepositoryCache cache, HubApi.Listing listing) {
        this.api = api;
        this.cache = cache;
        this.listing = listing;
    }

    /**
     * Weights come last: a snapshot that has them has everything.
     *
     * @throws InvalidInputException if the repository has no model that jformers reads
     */
    Path run(DownloadListener listener) throws IOException {
        String weights = requireModel();
        List<String> names = new ArrayList<>(ModelFiles.besidesWeights());
        names.retainAll(listing.files());
        names.add(weights);
        fetch(names, listener);
        if (ModelFiles.isIndex(weights)) {
            fetch(shards(weights), listener);
        }
        return cache.snapshot(listing.commit());
    }

    /** What the repository does not have of all that was looked for. */
    List<String> absent() {
        List<String> names = new ArrayList<>(ModelFiles.besidesWeights());
        names.addAll(ModelFiles.weightNames());
        names.removeAll(listing.files());
        return names;
    }

    private String requireModel() {
        Optional<String> weights = ModelFiles.weights(listing.files()::contains);
        if (!listing.files().contains(ModelFiles.CONFIG) || weights.isEmpty()) {
            String lacking = weights.isEmpty()
                    ? "weights that can be read: none of " + String.join(", ", ModelFiles.weightNames())
                    : ModelFiles.CONFIG;
            throw new InvalidInputException(api.subject("") + " has no " + lacking
                    + "; choose a model for Hugging Face's transformers, or another revision.");
        }
        return weights.get();
    }

    private Set<String> shards(String index) throws IOException {
        Set<String> shards = ModelFiles.shards(cache.pointer(listing.commit(), index));
        Set<String> missing = new TreeSet<>(shards);
        missing.removeAll(listing.files());
        if (!missing.isEmpty()) {
            throw new InvalidInputException(api.subject("") + ": its " + index + " names "
                    + missing.iterator().next() + ", which the repository does not have; choose another revision.");
        }
        return shards;
    }

    private void fetch(Collection<String> names, DownloadListener listener) throws IOException {
        List<String> missing = names.stream()
                .filter(name -> !Files.exists(cache.pointer(listing.commit(), name)))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        cache.prepare();
        List<RemoteFile> files = new ArrayList<>();
        for (String name : missing) {
            files.add(api.describe(listing.commit(), name));
        }
        requireSpace(files);
        TransferMeter meter =
                new TransferMeter(files.stream().mapToLong(RemoteFile::size).sum(), listener);
        for (RemoteFile file : files) {
            BlobLock.whileHeld(
                    cache.lock(file.etag()),
                    () -> listener.message(api.subject(file.name()) + ": another process fetches it; waiting"),
                    () -> fetch(file, meter));
            meter.finished(file.name());
        }
    }

    private void fetch(RemoteFile file, TransferMeter meter) throws IOException {
        Path blob = cache.blob(file.etag());
        boolean newBlob = Files.notExists(blob);
        if (newBlob) {
            new BlobDownload(api, file, listing.commit(), cache.partial(file.etag()), meter).to(blob);
        } else {
            meter.found(file.size());
        }
        cache.point(listing.commit(), file, newBlob);
    }

    private void requireSpace(List<RemoteFile> files) throws IOException {
        long needed = 0;
        for (RemoteFile file : files) {
            Path partial = cache.partial(file.etag());
            long there = Files.exists(partial) ? Files.size(partial) : 0;
            boolean missing = Files.notExists(cache.blob(file.etag()));
            needed += missing ? Math.max(0, file.size() - there) : 0;
        }
        FileStore disk = Files.getFileStore(cache.blobs());
        if (needed > disk.getUsableSpace() && disk.getTotalSpace() > 0) {
            throw new IOException(
                    "%s needs %,d more bytes but the disk of %s has %,d free; make room, or set HF_HUB_CACHE."
                            .formatted(api.subject(""), needed, cache.blobs(), disk.getUsableSpace()));
        }
    }
}
