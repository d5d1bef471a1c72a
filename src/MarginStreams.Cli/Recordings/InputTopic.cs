using MarginStreams.Contracts;

namespace MarginStreams.Cli.Recordings;

/// <summary>The topics that a recording holds, in merge order at equal timestamps.</summary>
public enum InputTopic
{
    /// <summary>Venues.</summary>
    Venues,

    /// <summary>Instruments.</summary>
    Instruments,

    /// <summary>Positions, accounts and progress.</summary>
    Positions,

    /// <summary>Observations.</summary>
    OraclePrices,

    /// <summary>Commands.</summary>
    Commands,
}

/// <summary>What belongs to each topic of a recording.</summary>
public static class InputTopics
{
    private static readonly string[] Names = ["venues", "instruments", "positions", "oracle-prices", "commands"];

    private static readonly RecordSchema[][] SchemasByTopic =
    [
        [RecordCodecs.Venue.Schema],
        [RecordCodecs.Instrument.Schema],
        [RecordCodecs.Position.Schema, RecordCodecs.Account.Schema, RecordCodecs.Progress.Schema],
        [RecordCodecs.Observation.Schema],
        [RecordCodecs.Command.Schema],
    ];

    /// <summary>All of them, in merge order.</summary>
    public static IReadOnlyList<InputTopic> All { get; } = Enum.GetValues<InputTopic>();

    /// <summary>The topic's name without prefix, such as <c>oracle-prices</c>.</summary>
    public static string Name(InputTopic topic) => Names[(int)topic];

    /// <summary>The topic's file in a recording, such as <c>oracle-prices.jsonl</c>.</summary>
    public static string FileName(InputTopic topic) => Names[(int)topic] + ".jsonl";

    /// <summary>The record types that the topic holds.</summary>
    public static IReadOnlyList<RecordSchema> Schemas(InputTopic topic) => SchemasByTopic[(int)topic];

    /// <summary>Whether a key without value takes something back; the other topics are not compacted.</summary>
    public static bool HasTombstones(InputTopic topic) => topic is InputTopic.Venues or InputTopic.Instruments or InputTopic.Positions;
}
