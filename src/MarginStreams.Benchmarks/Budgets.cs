using static MarginStreams.Benchmarks.BudgetBound;

namespace MarginStreams.Benchmarks;

/// <summary>All budgets, in one place. A figure that is not here is for information.</summary>
public static class Budgets
{
    /// <summary>The table.</summary>
    public static IReadOnlyList<Budget> All { get; } =
    [
        new("index_idle_tick_ns_10m", AtMost, 50),
        new("index_idle_vs_brute", AtLeast, 10_000),
        new("index_update_vs_rmw", AtMost, 3),
        new("index_update_max_ms", AtMost, 5),
        new("index_bytes_per_entry", AtMost, 8.5),
        new("index_crash5_vs_brute", AtMost, 1.5),
        new("index_rebuild_ms_10m", AtMost, 100),
        new("cross_hot_holders_per_evaluation", AtLeast, 5_000),
        new("cross_normal_holders_per_evaluation", AtLeast, 100_000),
        new("cross_hot_speedup", AtLeast, 15),
        new("cross_normal_speedup", AtLeast, 150),
        new("account_update_us", AtMost, 1),
        new("batch5_last_trigger_vs_scan", AtMost, 1),
        new("bytes_per_account", AtMost, 200),
        new("bytes_per_account_isolated", AtMost, 64),
        new("allocated_bytes_per_event", AtMost, 0),
        new("growth_1m_to_10m", AtMost, 2),
        new("gen2_pause_ms_max", AtMost, 5),
        new("aave_evaluations_vs_full", AtLeast, 100),
        new("updates_vs_ks", AtLeast, 2),
        new("updates_vs_plain", AtLeast, 0.6),
        new("cpu_vs_ks", AtMost, 0.5),
        new("cpu_vs_plain", AtMost, 2),
        new("restore_vs_ks", AtLeast, 1),
        new("restore_vs_plain", AtLeast, 0.7),
        new("visible_p50_vs_ks", AtMost, 0.33),
        new("visible_p99_vs_ks", AtMost, 0.5),
        new("idle_tick_vs_ks", AtMost, 0.001),
        new("snapshot_restore_s", AtMost, 10),
        new("memory_gb", AtMost, 4),
    ];
}
