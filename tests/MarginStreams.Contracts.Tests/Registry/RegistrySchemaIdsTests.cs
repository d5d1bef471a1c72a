using System.Net;
using System.Text.Json;

namespace MarginStreams.Contracts.Tests;

/// <summary>What is asked of a schema registry, how often, and what becomes of each kind of answer.</summary>
public sealed class RegistrySchemaIdsTests
{
    private static readonly RecordSchema Position = RecordCodecs.Position.Schema;
    private static readonly RecordSchema Venue = RecordCodecs.Venue.Schema;

    [Fact]
    public void IdOf_FirstUse_RegistersOnceUnderTheSubject()
    {
        using var fake = new FakeRegistry((HttpStatusCode.OK, """{"id":7}"""));
        using RegistrySchemaIds ids = Ids(fake);
        Assert.Equal([7, 7], [ids.IdOf("margin.venues", Venue), ids.IdOf("margin.venues", Venue)]);
        string body = JsonSerializer.Serialize(new { schema = Venue.Json });
        Assert.Equal([$"POST http://registry/api/subjects/margin.venues-value/versions {body}"], fake.Requests);
        Assert.StartsWith("application/vnd.schemaregistry.v1+json", fake.Headers[0], StringComparison.Ordinal);
        Assert.Equal(Venue.Json, ids.SchemaOf(7));
        Assert.Single(fake.Requests);
    }

    [Theory]
    [InlineData("Venue", "t-value")]
    [InlineData("LiquidationTrigger", "t-value")]
    [InlineData("Position", "t-marginstreams.Position")]
    [InlineData("Account", "t-marginstreams.Account")]
    [InlineData("Progress", "t-marginstreams.Progress")]
    public void SubjectOf_Record_OneSubjectForEachRecordOfATopic(string record, string subject) =>
        Assert.Equal(subject, RegistrySchemaIds.SubjectOf("t", RecordCodecs.ByName(record).Schema));

    [Fact]
    public void IdOf_WithoutAutoRegister_LooksUp()
    {
        using var fake = new FakeRegistry((HttpStatusCode.OK, """{"subject":"s","id":9,"version":1,"schema":"{}"}"""));
        using RegistrySchemaIds ids = Ids(fake, options => options with { AutoRegister = false });
        Assert.Equal(9, ids.IdOf("p", Position));
        Assert.StartsWith("POST http://registry/api/subjects/p-marginstreams.Position {", fake.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public void IdOf_NotThereWithoutAutoRegister_IsRefused()
    {
        using var fake = new FakeRegistry((HttpStatusCode.NotFound, """{"error_code":40401,"message":"Subject not found"}"""));
        using RegistrySchemaIds ids = Ids(fake, options => options with { AutoRegister = false });
        Assert.Equal(SchemaRegistryError.Refused, Assert.Throws<SchemaRegistryException>(() => ids.IdOf("p", Position)).Error);
    }

    [Fact]
    public void SchemaOf_StrangersId_IsAskedForOnce()
    {
        using var fake = new FakeRegistry((HttpStatusCode.OK, """{"schema":"\"string\""}"""));
        using RegistrySchemaIds ids = Ids(fake);
        Assert.Equal(["\"string\"", "\"string\""], [ids.SchemaOf(12)!, ids.SchemaOf(12)!]);
        Assert.Equal(["GET http://registry/api/schemas/ids/12"], fake.Requests);
    }

    [Fact]
    public void SchemaOf_UnknownId_IsAskedForAgainOnlyAfterAWhile()
    {
        using var fake = new FakeRegistry((HttpStatusCode.NotFound, "{}"), (HttpStatusCode.OK, """{"schema":"\"string\""}"""));
        var clock = new HandClock();
        using RegistrySchemaIds ids = Ids(fake, clock: clock);
        Assert.Null(ids.SchemaOf(12));
        Assert.Null(ids.SchemaOf(12));
        Assert.Single(fake.Requests);
        clock.Now += TimeSpan.FromSeconds(11);
        Assert.Equal("\"string\"", ids.SchemaOf(12));
    }

    [Fact]
    public void Deserialize_WrittenBeforeThereWasARegistry_IsReadWithoutAsking()
    {
        using var fake = new FakeRegistry((HttpStatusCode.NotFound, "{}"));
        using RegistrySchemaIds ids = Ids(fake);
        byte[] value = new WireFormat(new LocalSchemaIds()).Serialize("venues", RecordCodecs.Venue, new Venue { Id = "v1" });
        Assert.Equal("v1", ((Venue)new WireFormat(ids).Deserialize("venues", value)).Id);
        Assert.Empty(fake.Requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void SchemaOf_IdThatNoRegistryGives_IsNotAskedFor(int id)
    {
        using var fake = new FakeRegistry((HttpStatusCode.OK, "{}"));
        using RegistrySchemaIds ids = Ids(fake);
        Assert.Null(ids.SchemaOf(id));
        Assert.Empty(fake.Requests);
    }

    [Theory]
    [InlineData(0, SchemaRegistryError.Unreachable, 3)]
    [InlineData(500, SchemaRegistryError.Unreachable, 3)]
    [InlineData(503, SchemaRegistryError.Unreachable, 3)]
    [InlineData(429, SchemaRegistryError.Unreachable, 3)]
    [InlineData(409, SchemaRegistryError.Incompatible, 1)]
    [InlineData(401, SchemaRegistryError.Refused, 1)]
    [InlineData(422, SchemaRegistryError.Refused, 1)]
    [InlineData(200, SchemaRegistryError.AnswerUnknown, 1)]
    public void IdOf_NoGoodAnswer_TriedAsOftenAsItHelps(int status, SchemaRegistryError expected, int attempts)
    {
        using var fake = new FakeRegistry(((HttpStatusCode)status, "<html>"));
        using RegistrySchemaIds ids = Ids(fake);
        Assert.Equal(expected, Assert.Throws<SchemaRegistryException>(() => ids.IdOf("p", Position)).Error);
        Assert.Equal(attempts, fake.Requests.Count);
    }

    [Fact]
    public void IdOf_AnsweredAtTheSecondAttempt_IsGood()
    {
        using var fake = new FakeRegistry((HttpStatusCode.BadGateway, ""), (HttpStatusCode.OK, """{"id":7}"""));
        using RegistrySchemaIds ids = Ids(fake);
        Assert.Equal(7, ids.IdOf("p", Position));
    }

    [Fact]
    public void IdOf_AnswerWithoutId_IsNotUnderstood()
    {
        using var fake = new FakeRegistry((HttpStatusCode.OK, """{"id":"7"}"""));
        using RegistrySchemaIds ids = Ids(fake);
        Assert.Equal(SchemaRegistryError.AnswerUnknown, Assert.Throws<SchemaRegistryException>(() => ids.IdOf("p", Position)).Error);
    }

    [Fact]
    public void Password_Configured_IsSentAndNeverShown()
    {
        using var fake = new FakeRegistry((HttpStatusCode.Unauthorized, "who?"));
        RegistryOptions options = Options() with { UserName = "user", Password = "secret" };
        using var ids = new RegistrySchemaIds(options, TimeProvider.System, fake);
        var refused = Assert.Throws<SchemaRegistryException>(() => ids.IdOf("p", Position));
        Assert.EndsWith("Basic dXNlcjpzZWNyZXQ=", fake.Headers[0], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.ToString() + options, StringComparison.Ordinal);
    }

    [Fact]
    public void IdOf_NobodyListens_IsUnreachable()
    {
        using var ids = new RegistrySchemaIds(new RegistryOptions(new Uri("http://127.0.0.1:1")) { AttemptsMax = 2, RetryDelayMs = 1 });
        var failed = Assert.Throws<SchemaRegistryException>(() => ids.IdOf("p", Position));
        Assert.Equal(SchemaRegistryError.Unreachable, failed.Error);
        Assert.Contains("http://127.0.0.1:1/", failed.Message, StringComparison.Ordinal);
    }

    private static RegistryOptions Options() => new(new Uri("http://registry/api")) { AttemptsMax = 3, RetryDelayMs = 1 };

    private static RegistrySchemaIds Ids(FakeRegistry fake, Func<RegistryOptions, RegistryOptions>? change = null, TimeProvider? clock = null) =>
        new(change?.Invoke(Options()) ?? Options(), clock ?? TimeProvider.System, fake);

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
