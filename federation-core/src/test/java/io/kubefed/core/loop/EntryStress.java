package io.kubefed.core.loop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What may happen when a producer and the loop, or two producers, meet at the word of one key. */
public class EntryStress {

    private static final int YES = 1;
    private static final int NO = 0;

    private static Entry<String> queued() {
        Entry<String> entry = Entry.wanted("key", "", Ranks.NORMAL);
        entry.toQueued(entry.unsignal(), Ranks.NORMAL);
        return entry;
    }

    private static Entry<String> running() {
        Entry<String> entry = queued();
        entry.toRunning();
        return entry;
    }

    /** A producer writes, then adds; the loop starts the key, then reads. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the start took the add up and sees what was written")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the key runs again, and sees it then; this run does too")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the key runs again, and sees it then")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "the add is lost")
    @State
    public static class AddMeetsStart {

        private final Entry<String> entry = queued();
        private int written;

        /** The producer. */
        @Actor
        public void producer() {
            written = 1;
            entry.want(Ranks.NORMAL);
        }

        /** The loop. */
        @Actor
        public void loop(II_Result result) {
            entry.toRunning();
            result.r1 = written;
        }

        /** Whether the key is dirty. */
        @Arbiter
        public void after(II_Result result) {
            result.r2 = Entry.wanted(entry.look()) == Ranks.NONE ? NO : YES;
        }
    }

    /** A producer raises a waiting key while the loop starts it. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "raised first: in the inbox, and the word says so")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "started first: neither")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the word and the inbox disagree")
    @State
    public static class RaiseMeetsStart {

        private final Entry<String> entry = queued();

        /** The producer. */
        @Actor
        public void producer(II_Result result) {
            result.r1 = entry.want(Ranks.HIGH) == Entry.Taken.SIGNAL ? YES : NO;
        }

        /** The loop. */
        @Actor
        public void loop() {
            entry.toRunning();
        }

        /** Whether the word says that the entry is in the inbox. */
        @Arbiter
        public void after(II_Result result) {
            result.r2 = entry.look() == entry.unsignal() ? NO : YES;
        }
    }

    /** A producer adds while the loop forgets a key that ended. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "forgotten first; the producer knows and makes a new entry")
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "added first; the loop looks again")
    @Outcome(id = "3", expect = Expect.FORBIDDEN, desc = "both believe to be first: the add is lost")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "neither: the key runs without anyone asking")
    @State
    public static class AddMeetsForget {

        private static final int FORGOTTEN = 1;
        private static final int ADDED = 2;

        private final Entry<String> entry = running();
        private final long seen = entry.look();
        private int forgotten;
        private int added;

        /** The producer. */
        @Actor
        public void producer() {
            added = entry.want(Ranks.HIGH) == Entry.Taken.TOO_LATE ? 0 : ADDED;
        }

        /** The loop. */
        @Actor
        public void loop() {
            forgotten = entry.toForgotten(seen) ? FORGOTTEN : 0;
        }

        /** Who was first. */
        @Arbiter
        public void after(I_Result result) {
            result.r1 = forgotten + added;
        }
    }

    /** One producer adds a key that backs off, another delays it. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "one of them puts the key into the inbox")
    @Outcome(expect = Expect.FORBIDDEN, desc = "in the inbox twice or never, or a wish is lost")
    @State
    public static class AddMeetsAdd {

        private final Entry<String> entry = idle();
        private int first;
        private int second;

        private static Entry<String> idle() {
            Entry<String> entry = running();
            entry.toIdle(entry.look());
            return entry;
        }

        /** One producer. */
        @Actor
        public void high() {
            first = entry.want(Ranks.HIGH) == Entry.Taken.SIGNAL ? YES : NO;
        }

        /** Another, in no hurry. */
        @Actor
        public void later() {
            second = entry.wantLater(Ranks.NORMAL, 1_000) == Entry.Taken.SIGNAL ? YES : NO;
        }

        /** Signals, and whether both wishes are there. */
        @Arbiter
        public void after(II_Result result) {
            long word = entry.look();
            result.r1 = first + second;
            result.r2 = Entry.wanted(word) == Ranks.HIGH && Entry.due(word) == 1_000 ? YES : NO;
        }
    }
}
