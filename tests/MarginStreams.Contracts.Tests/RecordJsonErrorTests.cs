using System.Text;
using System.Text.Json;

namespace MarginStreams.Contracts.Tests;

/// <summary>JSON that is not a record is refused, with the place and with what was expected and found there.</summary>
public sealed class RecordJsonErrorTests
{
    private const string Position = "\"account\":\"a\",\"instrument\":\"i\"";
    private const string Instrument = "\"instrument\":\"i\",\"venue\":\"v\",\"kind\":\"Asset\",\"sizeExponent\":0,\"priceExponent\":0";

    [Theory]
    [InlineData("[]", "", "expected an object, but it is []")]
    [InlineData("null", "", "expected an object, but it is null")]
    [InlineData("{" + Position + "}", "size", "this field is missing, and it has no default")]
    [InlineData("{" + Position + ",\"size\":\"1\",\"sise\":\"1\"}", "sise", "unknown field: expected one of account, instrument, size, cost,")]
    [InlineData("{" + Position + ",\"size\":\"1\",\"size\":\"2\"}", "size", "this field stands twice")]
    [InlineData("{" + Position + ",\"size\":1.5}", "size", "expected an integer of at most 76 digits, as a string, but it is 1.5")]
    [InlineData("{" + Position + ",\"size\":1e3}", "size", "but it is 1e3")]
    [InlineData("{" + Position + ",\"size\":\"1.0\"}", "size", "but it is \"1.0\"")]
    [InlineData("{" + Position + ",\"size\":\"\"}", "size", "but it is \"\"")]
    [InlineData("{" + Position + ",\"size\":\"-\"}", "size", "but it is \"-\"")]
    [InlineData("{" + Position + ",\"size\":\"+1\"}", "size", "but it is \"+1\"")]
    [InlineData("{" + Position + ",\"size\":\" 1\"}", "size", "but it is \" 1\"")]
    [InlineData("{" + Position + ",\"size\":\"0x10\"}", "size", "but it is \"0x10\"")]
    [InlineData("{" + Position + ",\"size\":null}", "size", "but it is null")]
    [InlineData("{" + Position + ",\"size\":true}", "size", "but it is true")]
    [InlineData("{" + Position + ",\"size\":\"1\",\"cause\":\"Gift\"}", "cause", "expected one of Unknown, Trade, Transfer,")]
    [InlineData("{" + Position + ",\"size\":\"1\",\"cause\":1}", "cause", "but it is 1")]
    [InlineData("{" + Position + ",\"size\":\"1\",\"attributes\":[]}", "attributes", "expected an object, but it is []")]
    [InlineData("{" + Position + ",\"size\":\"1\",\"attributes\":{\"a\":\"x\"}}", "attributes.a", "but it is \"x\"")]
    [InlineData("{" + Position + ",\"size\":\"1\",\"attributes\":{\"a\":1,\"a\":2}}", "attributes.a", "this name stands twice")]
    [InlineData("{" + Position + ",\"size\":\"1\",\"chain\":{\"blockNumber\":\"7\"}}", "chain.blockNumber", "expected an integer from -9223372036854775808 to")]
    [InlineData("{" + Position + ",\"size\":\"1\",\"chain\":{\"logIndex\":2147483648}}", "chain.logIndex", "but it is 2147483648")]
    [InlineData("{" + Position + ",\"size\":\"1\",\"chain\":{\"blockNumber\":1.0}}", "chain.blockNumber", "but it is 1.0")]
    [InlineData("{" + Position + ",\"size\":\"1\",\"chain\":{\"blockNumber\":9223372036854775808}}", "chain.blockNumber", "but it is 9223372036854775808")]
    [InlineData("{" + Position + ",\"size\":\"1\",\"chain\":{\"fork\":1}}", "chain.fork", "unknown field")]
    [InlineData("{\"account\":7,\"instrument\":\"i\",\"size\":\"1\"}", "account", "expected a string, but it is 7")]
    [InlineData("{\"account\":\"\\ud800\",\"instrument\":\"i\",\"size\":\"1\"}", "account", "expected a string of Unicode")]
    public void ToAvro_WrongPosition_SaysWhereAndWhat(string json, string path, string problem) =>
        AssertRefused(RecordCodecs.Position, json, path, problem);

    [Theory]
    [InlineData("{" + Instrument + ",\"inverse\":0}", "inverse", "expected true or false, but it is 0")]
    [InlineData("{" + Instrument + ",\"tables\":{\"bracketLowerBound\":[\"0\",\"1\",\"x\"]}}", "tables.bracketLowerBound[2]", "but it is \"x\"")]
    [InlineData("{" + Instrument + ",\"tables\":{\"bracketLowerBound\":\"0\"}}", "tables.bracketLowerBound", "expected an array, but it is \"0\"")]
    [InlineData("{" + Instrument + ",\"option\":{\"expiryMs\":1,\"right\":\"Call\"}}", "option.strike", "this field is missing, and it has no default")]
    [InlineData("{" + Instrument + ",\"feeds\":{\"mark\":null}}", "feeds.mark", "expected a string, but it is null")]
    public void ToAvro_WrongInstrument_SaysWhereAndWhat(string json, string path, string problem) =>
        AssertRefused(RecordCodecs.Instrument, json, path, problem);

    [Fact]
    public void ToAvro_77Digits_AreRefused()
    {
        string digits = "1" + new string('0', 76);
        AssertRefused(RecordCodecs.Position, $$"""{{{Position}},"size":"{{digits}}"}""", "size", "expected an integer of at most 76 digits");
        AssertRefused(RecordCodecs.Position, $$"""{{{Position}},"size":-{{digits}}}""", "size", "expected an integer of at most 76 digits");
    }

    [Fact]
    public void ToAvro_NotBase64_IsRefused() =>
        AssertRefused(
            RecordCodecs.Observation,
            """{"feed":"f","source":"s","value":"1","publishedAtMs":1,"proof":"?"}""",
            "proof",
            "expected a string in base64");

    [Fact]
    public void ToAvro_StringNotUtf8_IsRefused()
    {
        byte[] json = [.. Encoding.UTF8.GetBytes("{\"account\":\""), 0xFF, .. Encoding.UTF8.GetBytes("\",\"instrument\":\"i\",\"size\":\"1\"}")];
        using JsonDocument document = JsonDocument.Parse(json);
        var refused = Assert.Throws<RecordJsonException>(() => RecordJson.ToAvro(RecordCodecs.Position.Schema, document.RootElement));
        Assert.Equal("account", refused.Path);
    }

    [Fact]
    public void ToAvro_AfterARefusal_StartsAnew()
    {
        Assert.Throws<RecordJsonException>(() => RecordJsonTests.ToAvro(RecordCodecs.Position.Schema, "{" + Position + "}"));
        byte[] avro = RecordJsonTests.ToAvro(RecordCodecs.Position.Schema, "{" + Position + ",\"size\":\"1\"}");
        Assert.Equal(RecordCodecs.Position.Encode(new Position { Account = "a", Instrument = "i", Size = 1 }), avro);
    }

    private static void AssertRefused(IRecordCodec codec, string json, string path, string problem)
    {
        var refused = Assert.Throws<RecordJsonException>(() => RecordJsonTests.ToAvro(codec.Schema, json));
        Assert.Equal(path, refused.Path);
        Assert.Contains(problem, refused.Problem, StringComparison.Ordinal);
        Assert.Equal(path.Length == 0 ? refused.Problem : $"{path}: {refused.Problem}", refused.Message);
    }
}
