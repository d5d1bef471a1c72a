using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>A venue: its rule set, role, numeraire and settings. Topic <c>venues</c>, key <c>venue</c>.</summary>
public sealed record Venue
{
    /// <summary>The venue's id (wire name <c>venue</c>): UTF-8 without <c>/</c> or <c>:</c>.</summary>
    public string Id { get; set; } = "";

    public VenueRole Role { get; set; } = VenueRole.Authority;
    public string RuleSet { get; set; } = "linear";
    public int RuleSetVersion { get; set; } = 1;

    /// <summary>Name of the unit of account.</summary>
    public string Numeraire { get; set; } = "";

    /// <summary>Smallest unit of the numeraire is 10^this.</summary>
    public int NumeraireExponent { get; set; }

    public long ChainId { get; set; }
    public string Contract { get; set; } = "";
    public string SyncGroup { get; set; } = "";
    public Accrual Accrual { get; set; } = Accrual.None;

    /// <summary>Named integers of the rule set.</summary>
    public IReadOnlyDictionary<string, BigInteger> Parameters { get; set; } = new Dictionary<string, BigInteger>();

    /// <summary>Warning lines, falling: ratio of equity to maintenance requirement in ppm.</summary>
    public IReadOnlyList<long> Bands { get; set; } = [];

    /// <summary>How far above a warning line an account must be to leave it upwards, ppm of the maintenance requirement.</summary>
    public long BandHysteresisPpm { get; set; } = 20_000;

    public long BreakerMovePpm { get; set; }
    public long BreakerWindowMs { get; set; }
    public long BreakerSharePpm { get; set; }
    public long BreakerMaxMs { get; set; }
    public long GraceFrames { get; set; }
    public long GraceMs { get; set; }

    /// <summary>How long a trigger stays valid; 0 means until the next event of its episode.</summary>
    public long TriggerTtlMs { get; set; }

    /// <summary>Older progress of the indexer makes the venue blind; 0 is off.</summary>
    public long MaxPositionLagMs { get; set; }

    public long EffectiveAtMs { get; set; }
}
