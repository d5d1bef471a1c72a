using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace MarginStreams.Contracts;

/// <summary>Requests to a schema registry, each tried a bounded number of times.</summary>
internal sealed class RegistryClient : IDisposable
{
    private const string ContentType = "application/vnd.schemaregistry.v1+json";
    private const int AnswerBytesMax = 8 << 20;

    private readonly HttpClient _http;
    private readonly ResiliencePipeline _attempts;

    public RegistryClient(RegistryOptions options, HttpMessageHandler? handler)
    {
        string url = options.Url.ToString();
        _http = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        _http.BaseAddress = new Uri(url.EndsWith('/') ? url : url + "/");
        _http.Timeout = TimeSpan.FromMilliseconds(options.TimeoutMs);
        _http.MaxResponseContentBufferSize = AnswerBytesMax;
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(ContentType));
        if (options.UserName.Length > 0)
        {
            string user = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.UserName}:{options.Password}"));
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", user);
        }

        _attempts = Attempts(options);
    }

    /// <summary>The answer to a GET, or null when what it asks for is not there.</summary>
    public JsonElement? Get(string path) => Send(HttpMethod.Get, path, null);

    /// <summary>The answer to a POST, or null when what it asks for is not there.</summary>
    public JsonElement? Post(string path, string body) => Send(HttpMethod.Post, path, body);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static ResiliencePipeline Attempts(RegistryOptions options) =>
        options.AttemptsMax < 2
            ? ResiliencePipeline.Empty
            : new ResiliencePipelineBuilder()
                .AddRetry(new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<SchemaRegistryException>(failed => failed.Error == SchemaRegistryError.Unreachable),
                    MaxRetryAttempts = options.AttemptsMax - 1,
                    Delay = TimeSpan.FromMilliseconds(options.RetryDelayMs),
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                })
                .Build();

    private JsonElement? Send(HttpMethod method, string path, string? body) => _attempts.Execute(() => SendOnce(method, path, body));

    private JsonElement? SendOnce(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, new MediaTypeHeaderValue(ContentType));
        }

        try
        {
            using HttpResponseMessage response = _http.Send(request);
            using var reader = new StreamReader(response.Content.ReadAsStream());
            return Judge($"{method} {_http.BaseAddress}{path}", response.StatusCode, reader.ReadToEnd());
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or OperationCanceledException)
        {
            string message = $"the schema registry at {_http.BaseAddress} does not answer: {failed.Message}";
            throw new SchemaRegistryException(SchemaRegistryError.Unreachable, message, failed);
        }
    }

    private static JsonElement? Judge(string request, HttpStatusCode status, string answer)
    {
        if (status == HttpStatusCode.NotFound)
        {
            return null;
        }

        if ((int)status is < 200 or >= 300)
        {
            SchemaRegistryError error = status switch
            {
                HttpStatusCode.Conflict => SchemaRegistryError.Incompatible,
                HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => SchemaRegistryError.Unreachable,
                >= HttpStatusCode.InternalServerError => SchemaRegistryError.Unreachable,
                _ => SchemaRegistryError.Refused,
            };
            throw new SchemaRegistryException(error, $"{request} was answered with {(int)status}: {answer}");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            return document.RootElement.Clone();
        }
        catch (JsonException invalid)
        {
            throw new SchemaRegistryException(SchemaRegistryError.AnswerUnknown, $"{request} was not answered with JSON: {invalid.Message}", invalid);
        }
    }
}
