using System.Net;
using System.Text;

namespace MarginStreams.Contracts.Tests;

/// <summary>Answers in turn, and what was asked. The last answer repeats.</summary>
internal sealed class FakeRegistry(params (HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
{
    public List<string> Requests { get; } = [];

    public List<string> Headers { get; } = [];

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        (HttpStatusCode status, string body) = answers[Math.Min(Requests.Count, answers.Length - 1)];
        using StreamReader? content = request.Content is null ? null : new StreamReader(request.Content.ReadAsStream(cancellationToken));
        Requests.Add($"{request.Method} {request.RequestUri} {content?.ReadToEnd()}".TrimEnd());
        Headers.Add($"{request.Content?.Headers.ContentType} {request.Headers.Authorization}");
        return (int)status == 0
            ? throw new HttpRequestException("connection refused")
            : new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8) };
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Send(request, cancellationToken));
}
