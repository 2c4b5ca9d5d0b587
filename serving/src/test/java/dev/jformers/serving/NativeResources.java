package dev.jformers.serving;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;

/** What DJL holds in native memory: arrays, managers, and all else that is attached to a manager. */
final class NativeResources {

    private static final Field RESOURCES = resources();

    private NativeResources() {}

    private static Field resources() {
        try {
            Field field = BaseNDManager.class.getDeclaredField("resources");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new AssertionError("DJL keeps its resources elsewhere now", e);
        }
    }

    /** How many there are in the whole process. */
    static int live() {
        try (NDManager manager = NDManager.newBaseManager()) {
            return live(manager.getParentManager());
        }
    }

    private static int live(Object resource) {
        int count = 1;
        if (resource instanceof BaseNDManager manager) {
            try {
                for (Object child : ((Map<?, ?>) RESOURCES.get(manager)).values()) {
                    count += live(child);
                }
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        return count;
    }
}
