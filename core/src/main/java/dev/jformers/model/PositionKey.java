package dev.jformers.model;

import dev.jformers.attention.Attention;
import dev.jformers.position.RelativePosition;
import dev.jformers.position.Sharing;

/**
 * What makes the position's block of one layer another's too.
 *
 * @param heads number of heads that look
 * @param layer whose block it is, by its place in the stack; 0 where layers share it
 */
record PositionKey(RelativePosition position, int heads, int layer) {

    static PositionKey of(Attention attention, int layer) {
        RelativePosition position = attention.position();
        return new PositionKey(position, attention.heads(), position.sharing() == Sharing.LAYER ? layer : 0);
    }
}
