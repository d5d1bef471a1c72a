using MarginStreams.Broker.Tests;
using MarginStreams.Broker.Tests.Torture;

// One broker for all, and one test at a time: some of them hold it still.
[assembly: AssemblyFixture(typeof(BrokerFixture))]
[assembly: AssemblyFixture(typeof(TortureFixture))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
