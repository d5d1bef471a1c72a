using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>A Kafka group's standing at one moment.</summary>
internal sealed record KafkaGroupMetadata(IConsumerGroupMetadata Native) : IGroupMetadata;
