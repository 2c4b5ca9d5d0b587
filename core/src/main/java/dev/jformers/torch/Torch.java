package dev.jformers.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/** DJL's PyTorch engine by its name: another engine on the class path may be DJL's default. */
public final class Torch {

    private static final String NAME = "PyTorch";

    /** By this variable or property DJL is told not to report its use to its makers, as it does on certain clouds. */
    private static final String OPT_OUT = "OPT_OUT_TRACKING";

    static {
        if (System.getenv(OPT_OUT) == null && System.getProperty(OPT_OUT) == null) {
            System.setProperty(OPT_OUT, "true");
        }
    }

    private Torch() {}

    public static Engine engine() {
        return Engine.getEngine(NAME);
    }

    /** The first GPU where there is one, else the CPU. */
    public static Device defaultDevice() {
        return engine().defaultDevice();
    }

    /** A manager without a parent; whoever asked for it closes it. */
    public static NDManager newManager(Device device) {
        return NDManager.newBaseManager(device, NAME);
    }
}
