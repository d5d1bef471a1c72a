namespace MarginStreams.Benchmarks.Peers;

/// <summary>Ratios of our medians to those of others in the same rounds: on the broker and the machine of that moment, nothing else can be compared.</summary>
public static class PeerRatios
{
    private static readonly (string Ratio, string Ours, bool IsToStreams, string Theirs)[] Table =
    [
        ("updates_vs_ks", "updates_per_s", true, "updates_per_s"),
        ("updates_vs_plain", "updates_per_s", false, "updates_per_s"),
        ("cpu_vs_ks", "update_cpu_us", true, "update_cpu_us"),
        ("cpu_vs_plain", "update_cpu_us", false, "update_cpu_us"),
        ("restore_vs_ks", "restore_per_s", true, "restore_per_s"),
        ("restore_vs_plain", "restore_per_s", false, "restore_per_s"),
        ("visible_p50_vs_ks", "visible_ms_p50", true, "visible_ms_p50"),
        ("visible_p99_vs_ks", "visible_ms_p99", true, "visible_ms_p99"),
        ("idle_tick_vs_ks", "tick_idle_us", true, "tick_us"),
    ];

    /// <summary>Names of the ratios, in the order in which they are told.</summary>
    public static IEnumerable<string> Names => Table.Select(static row => row.Ratio);

    /// <summary>Every ratio of which both sides were measured.</summary>
    public static IEnumerable<Figure> Of(PeerFigures ours, PeerFigures streams, PeerFigures plain) =>
        from row in Table
        let mine = ours.Median(row.Ours)
        let other = (row.IsToStreams ? streams : plain).Median(row.Theirs)
        where mine is not null && other > 0
        select new Figure(row.Ratio, mine.Value / other.Value);
}
