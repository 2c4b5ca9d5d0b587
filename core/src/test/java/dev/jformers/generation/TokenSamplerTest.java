package dev.jformers.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TokenSamplerTest {

    private static final float[] LOGITS = {0, (float) Math.log(2), -5, (float) Math.log(3)};
    private static final int DRAWS = 60_000;

    @Test
    void tokensAreDrawnByTheirProbabilitiesAmongTheMostProbable() {
        assertArrayEquals(new double[] {1 / 6.0, 2 / 6.0, 0, 3 / 6.0}, shares(new TokenSampler(1, 3, 1)), 0.01);
    }

    @Test
    void aLowTemperatureSharpensAndAHighOneFlattens() {
        assertArrayEquals(new double[] {1 / 14.0, 4 / 14.0, 0, 9 / 14.0}, shares(new TokenSampler(0.5, 3, 1)), 0.01);
        assertArrayEquals(new double[] {1 / 3.0, 1 / 3.0, 0, 1 / 3.0}, shares(new TokenSampler(1e6, 3, 1)), 0.01);
    }

    @Test
    void oneCandidateIsTheMostProbableToken() {
        assertArrayEquals(new double[] {0, 0, 0, 1}, shares(new TokenSampler(1, 1, 1)), 1e-9);
    }

    @Test
    void theSameSeedDrawsTheSameTokens() {
        TokenSampler one = new TokenSampler(1, 4, 7);
        TokenSampler other = new TokenSampler(1, 4, 7);
        for (int draw = 0; draw < 100; draw++) {
            assertEquals(one.draw(LOGITS), other.draw(LOGITS));
        }
    }

    private static double[] shares(TokenSampler sampler) {
        double[] shares = new double[LOGITS.length];
        for (int draw = 0; draw < DRAWS; draw++) {
            shares[sampler.draw(LOGITS)] += 1.0 / DRAWS;
        }
        return shares;
    }
}
