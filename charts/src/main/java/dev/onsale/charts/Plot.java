package dev.onsale.charts;

import java.io.IOException;

/** One kind of picture. A new one is a class that implements this and a line in {@link Charts}. */
interface Plot {
    /** The file's name without its ending. */
    String name();

    /**
     * The picture of this run.
     *
     * @throws NothingToShowException the run has nothing for it
     */
    Sheet draw(RunData run) throws IOException, NothingToShowException;

    /** Why a run has nothing for a plot, in one sentence for people. */
    final class NothingToShowException extends Exception {
        private static final long serialVersionUID = 1;

        private final String why;

        NothingToShowException(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
