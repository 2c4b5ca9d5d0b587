package dev.jformers.hub;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds models in the cache, and downloads what is missing there. Thread-safe; any number of threads and processes may ask for
 * the same model at once.
 */
public final class Hub {

    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private final HubSettings settings;
    private final Backoff backoff;

    public Hub(HubSettings settings) {
        this(settings, Backoff.USUAL);
    }

    Hub(HubSettings settings, Backoff backoff) {
        this.settings = settings;
        this.backoff = backoff;
    }

    /**
     * The folder of a model: configuration, tokenizer, weights. A commit that is in the cache is taken from there without a word
     * to the hub; for a branch or a tag the hub is asked which commit it means today, and the one of last time is taken if it
     * does not answer.
     *
     * @return a folder of the cache, whose files are links; only read them
     * @throws InvalidInputException if there is no such model, or one may not see it, or the hub is offline and the cache lacks it
     * @throws IOException if it cannot be downloaded or written
     */
    public Path fetch(HubModel model, DownloadListener listener) throws IOException {
        RepositoryCache cache = new RepositoryCache(settings, model);
        Optional<Path> cached = cached(cache, model);
        if (cached.isPresent() && (settings.offline() || isSettled(cache, model))) {
            return cached.get();
        }
        if (settings.offline()) {
            throw offline(cache, model);
        }
        HubApi api = new HubApi(settings, model, backoff, listener);
        HubApi.Listing listing;
        try {
            listing = api.listing(cached.isPresent() ? backoff.once() : backoff);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            Path last = cached.orElseThrow(() -> e);
            LOG.warn("{} is taken from the cache: {}", model, e.getMessage());
            listener.message(e.getMessage() + " Taken from the cache: " + last);
            return last;
        }
        SnapshotDownload download = new SnapshotDownload(api, cache, listing);
        Path folder = download.run(listener);
        remember(cache, listing.commit(), model.revision(), download.absent());
        return folder;
    }

    /** Whether nothing can be missing: another program may have fetched weights without a tokenizer. */
    private static boolean isSettled(RepositoryCache cache, HubModel model) {
        return HubModel.isCommit(model.revision())
                && ModelFiles.besidesWeights().stream().allMatch(file -> cache.isSettled(model.revision(), file));
    }

    private static Optional<Path> cached(RepositoryCache cache, HubModel model) throws IOException {
        Optional<Path> folder = cache.commit(model.revision()).map(cache::snapshot);
        return folder.isPresent() && ModelFiles.missing(folder.get()).isEmpty() ? folder : Optional.empty();
    }

    /** The cache may be one that cannot be written, where all is there already: then nothing is remembered. */
    private static void remember(RepositoryCache cache, String commit, String revision, List<String> absent) {
        try {
            cache.writeRef(revision, commit);
            for (String file : absent) {
                cache.markMissing(commit, file);
            }
        } catch (IOException e) {
            LOG.debug("cannot write what {} means now", revision, e);
        }
    }

    private InvalidInputException offline(RepositoryCache cache, HubModel model) throws IOException {
        Optional<Path> folder =
                cache.commit(model.revision()).map(cache::snapshot).filter(Files::isDirectory);
        String lack = folder.isEmpty()
                ? "lacks it"
                : "has a part of it alone (no "
                        + ModelFiles.missing(folder.get()).orElse(ModelFiles.CONFIG) + ")";
        return new InvalidInputException(
                model + ": HF_HUB_OFFLINE is set, and the cache " + settings.cache() + " " + lack
                        + "; unset HF_HUB_OFFLINE to download it, or point HF_HUB_CACHE (or HF_HOME) to a cache that has it.");
    }
}
