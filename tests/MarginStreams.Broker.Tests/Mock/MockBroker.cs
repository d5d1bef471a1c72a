using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace MarginStreams.Broker.Tests;

/// <summary>
/// The broker that librdkafka carries in itself for tests, with errors on order. Confluent.Kafka can start it but has no call to order errors, so this asks
/// the native library, by the handle that the client keeps to itself. It proves how errors are handled and never exactly-once: it shows aborted and open
/// records to everyone, drops transactional offsets, and fences nobody.
/// </summary>
internal sealed class MockBroker : IDisposable
{
    private static readonly Lazy<nint> Library = new(FindLibrary);
    private readonly IProducer<Null, Null> _host;
    private readonly nint _mock;

    internal MockBroker()
    {
        var config = new ProducerConfig { BootstrapServers = "127.0.0.1:1" };
        config.Set("test.mock.num.brokers", "1");
        _host = new ProducerBuilder<Null, Null>(config).SetLogHandler(static (_, _) => { }).Build();
        object handle = typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(_host.Handle)!;
        _mock = Call<GetMock>("rd_kafka_handle_mock_cluster")(((SafeHandle)handle).DangerousGetHandle());
        Servers = Marshal.PtrToStringUTF8(Call<GetServers>("rd_kafka_mock_cluster_bootstraps")(_mock))!;
        Call<SetController>("rd_kafka_mock_set_controller_id")(_mock, 1);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GetMock(nint client);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GetServers(nint mock);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int CreateTopicCall(nint mock, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partitions, int replicas);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void PushErrors(nint mock, short request, nint count, int[] errors);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetController(nint mock, int broker);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetBroker(nint mock, int broker);

    /// <summary>Where clients find it.</summary>
    internal string Servers { get; }

    public void Dispose() => _host.Dispose();

    internal void CreateTopic(string topic) => Assert.Equal(0, Call<CreateTopicCall>("rd_kafka_mock_topic_create")(_mock, topic, 1, 1));

    /// <summary>
    /// The next requests of this kind fail with these errors, one each; <see cref="ErrorCode.Local_Transport"/> closes the connection instead.
    /// </summary>
    internal void Fail(WireRequest request, params ErrorCode[] errors) =>
        Call<PushErrors>("rd_kafka_mock_push_request_errors_array")(_mock, (short)request, errors.Length, [.. errors.Select(error => (int)error)]);

    /// <summary>It closes its connections and takes no new ones.</summary>
    internal void GoDown() => Assert.Equal(0, Call<SetBroker>("rd_kafka_mock_broker_set_down")(_mock, -1));

    /// <summary>It takes connections again.</summary>
    internal void ComeUp() => Assert.Equal(0, Call<SetBroker>("rd_kafka_mock_broker_set_up")(_mock, -1));

    private static T Call<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(Library.Value, name));

    /// <summary>Of several builds in the package the client took the one that fits: the same one, or handles would mean nothing.</summary>
    private static nint FindLibrary()
    {
        using var self = Process.GetCurrentProcess();
        return NativeLibrary.Load(self.Modules.Cast<ProcessModule>().First(module => module.ModuleName.Contains("rdkafka", StringComparison.Ordinal)).FileName);
    }
}
