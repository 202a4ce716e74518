package dev.onsale.harness.bench;

import java.io.File;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.ExternalProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;

/**
 * Profiles nothing: it is JMH's one way to change how its processes are started. They get the mark by which the guardian knows its own, so
 * that none outlives the harness.
 */
public final class MarkedForks implements ExternalProfiler {
    private final String mark;

    /** @param mark a variable of the environment, as {@code NAME=value} */
    public MarkedForks(String mark) {
        this.mark = mark;
    }

    @Override
    public Collection<String> addJVMInvokeOptions(BenchmarkParams params) {
        return List.of("/usr/bin/env", mark);
    }

    @Override
    public Collection<String> addJVMOptions(BenchmarkParams params) {
        return List.of();
    }

    @Override
    public void beforeTrial(BenchmarkParams benchmarkParams) {
        // nothing to prepare
    }

    @Override
    public Collection<? extends Result<?>> afterTrial(BenchmarkResult result, long pid, File stdOut, File stdErr) {
        return List.of();
    }

    @Override
    public boolean allowPrintOut() {
        return true;
    }

    @Override
    public boolean allowPrintErr() {
        return true;
    }

    @Override
    public String getDescription() {
        return "marks JMH's processes as children of onsale";
    }
}
