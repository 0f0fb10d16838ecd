package io.kubefed.informers.reflector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a kube-apiserver does with lists and watches of one type: versions, pages of one version, initial events, bookmarks, and
 * answers of 410 for what it forgot. Sends what changed when it is told to, in pieces of any size, and fails now and then.
 */
public final class ToyServer implements Consumer<Exchange> {

    private final Random random;
    private final List<Event> log = new ArrayList<>();
    private final Map<String, Long> objects = new TreeMap<>();
    private final Map<Exchange, Long> watches = new LinkedHashMap<>();
    private long version = 1;
    private long oldest;
    private boolean watchList = true;
    private double faults;

    private record Event(long version, String type, String name) {}

    public ToyServer(Random random) {
        this.random = random;
    }

    public ToyServer withoutWatchList() {
        watchList = false;
        return this;
    }

    /** The part of requests that fails in some way. */
    public void failing(double part) {
        faults = part;
    }

    /** Name to version, as it is. */
    public Map<String, String> truth() {
        Map<String, String> truth = new TreeMap<>();
        objects.forEach((name, at) -> truth.put(name, Long.toString(at)));
        return truth;
    }

    public long version() {
        return version;
    }

    /**
     * Creates or changes an object.
     *
     * @return its version
     */
    public long put(String name) {
        log.add(new Event(++version, objects.containsKey(name) ? "MODIFIED" : "ADDED", name));
        objects.put(name, version);
        return version;
    }

    public void delete(String name) {
        if (objects.remove(name) != null) {
            log.add(new Event(++version, "DELETED", name));
        }
    }

    /** Something happened to another type. */
    public void elsewhere() {
        version++;
    }

    /** Forgets the history. */
    public void compact() {
        oldest = version;
    }

    /** Sends what the open watches have not been sent. */
    public void flush() {
        new ArrayList<>(watches.keySet()).forEach(this::flush);
    }

    private void flush(Exchange watch) {
        long sent = watches.get(watch);
        for (Event event : log) {
            if (event.version > sent && watch.isOpen()) {
                piecewise(watch, line(event.type, Json.object(event.name, event.version)));
            }
        }
        watches.computeIfPresent(watch, (same, ignored) -> version);
    }

    public void bookmark() {
        flush();
        watches.keySet().forEach(watch -> piecewise(watch, line("BOOKMARK", Json.bookmark(version))));
    }

    public void endWatches() {
        List<Exchange> open = new ArrayList<>(watches.keySet());
        watches.clear();
        open.forEach(Exchange::end);
    }

    public void cutWatches() {
        List<Exchange> open = new ArrayList<>(watches.keySet());
        watches.clear();
        open.forEach(watch -> {
            piecewise(watch, "{\"type\":\"MODIFIED\",\"obj");
            watch.cut();
        });
    }

    @Override
    public void accept(Exchange exchange) {
        watches.keySet().removeIf(watch -> !watch.isOpen());
        if (random.nextDouble() < faults) {
            fail(exchange);
        } else if (!exchange.isWatch()) {
            list(exchange);
        } else if (exchange.isWatchList()) {
            initialEvents(exchange, objects.size());
        } else {
            watch(exchange, Long.parseLong(exchange.query("resourceVersion")));
        }
    }

    private void fail(Exchange exchange) {
        switch (random.nextInt(5)) {
            case 0 -> exchange.refuse(503, "ServiceUnavailable");
            case 1 -> exchange.cut();
            case 2 -> piecewise(exchange, "<html>");
            case 3 -> exchange.throttle(java.time.Duration.ofSeconds(2));
            default -> {
                if (exchange.isWatchList()) {
                    initialEvents(exchange, random.nextInt(objects.size() + 1));
                    watches.remove(exchange);
                }
                if (exchange.isOpen()) {
                    exchange.cut();
                }
            }
        }
    }

    private void initialEvents(Exchange exchange, int atMost) {
        if (!watchList) {
            exchange.refuse(422, "Invalid");
            return;
        }
        objects.entrySet().stream()
                .limit(atMost)
                .forEach(object -> piecewise(exchange, line("ADDED", Json.object(object.getKey(), object.getValue()))));
        if (atMost == objects.size()) {
            watches.put(exchange, version);
            piecewise(exchange, line("BOOKMARK", Json.initialEnd(version)));
        }
    }

    private void watch(Exchange exchange, long from) {
        if (from < oldest) {
            exchange.error(410, "Expired").end();
            return;
        }
        watches.put(exchange, from);
        if (random.nextBoolean()) {
            flush(exchange);
        }
    }

    private void list(Exchange exchange) {
        String token = exchange.query("continue");
        long at = token.isEmpty() ? version : Long.parseLong(token.substring(0, token.indexOf('-')));
        int from = token.isEmpty() ? 0 : Integer.parseInt(token.substring(token.indexOf('-') + 1));
        if (at < oldest) {
            exchange.refuse(410, "Expired");
            return;
        }
        List<String> all = new ArrayList<>();
        stateAt(at).forEach((name, itsVersion) -> all.add(Json.object(name, itsVersion)));
        int limit = exchange.query("limit").isEmpty() ? all.size() : Integer.parseInt(exchange.query("limit"));
        int to = Math.min(all.size(), from + limit);
        String next = to < all.size() ? at + "-" + to : "";
        if (!next.isEmpty() && random.nextDouble() < faults) {
            put("between-pages");
            compact();
        }
        piecewise(exchange, Json.page(at, next, all.subList(from, to).toArray(String[]::new)));
        exchange.end();
    }

    private Map<String, Long> stateAt(long at) {
        Map<String, Long> state = new TreeMap<>();
        for (Event event : log) {
            if (event.version <= at) {
                if (event.type.equals("DELETED")) {
                    state.remove(event.name);
                } else {
                    state.put(event.name, event.version);
                }
            }
        }
        return state;
    }

    private static String line(String type, String object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    }

    private void piecewise(Exchange exchange, String text) {
        exchange.send(text, 1 + random.nextInt(200));
    }
}
