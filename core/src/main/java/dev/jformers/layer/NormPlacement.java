package dev.jformers.layer;

/** Where a layer normalises (Xiong et al. 2020). */
public enum NormPlacement {
    /** After each residual sum, as in the 2017 Transformer and BERT. */
    POST,
    /** Before each sublayer, within its residual branch, and once after the last layer. */
    PRE
}
