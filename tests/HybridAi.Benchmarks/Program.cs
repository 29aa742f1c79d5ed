using BenchmarkDotNet.Running;
using HybridAi.Benchmarks.Gateway;
using HybridAi.Benchmarks.Labelling;
using HybridAi.Benchmarks.Retrieval;
using HybridAi.Benchmarks.Review;
using HybridAi.Benchmarks.Routing;
using HybridAi.Benchmarks.Serving;
using HybridAi.Benchmarks.Statistics;
using HybridAi.Benchmarks.Text;

// `text …` measures a classifier on files in one run, `gateway …` what the gateway adds to a call, `gateway-faults …` how it bears a provider that
// fails, `gateway-memory …` what it keeps of its calls; `loopback` and `labels` are processes that these start.
// `queue …` measures what the next record to review costs, `look-alikes …` what finding them costs, `labelling …` how many
// records a second get labelled, `retrieval …` what finding passages costs, `bounds …` which bound of a paired difference shows most, `routing-decision …` what a routed
// prediction costs beside its tiers, `serving …` the whole service under load; `serving-host` is the process that it starts. `batch …` measures files answered whole, `ledger …` holds the account against
// the bill. Anything else goes to BenchmarkDotNet.
if (args is ["text", .. var options]) return TextCommand.Run(options, Console.Out);
if (args is ["gateway", .. var load]) return await GatewayCommand.RunAsync(load, Console.Out);
if (args is ["gateway-faults", .. var faults]) return await FaultsCommand.RunAsync(new CommandOptions(faults), Console.Out);
if (args is ["gateway-memory", .. var memory]) return await MemoryCommand.RunAsync(new CommandOptions(memory), Console.Out);
if (args is ["loopback", .. var server]) return await LoopbackProcess.ServeAsync(new CommandOptions(server), Console.In, Console.Out);
if (args is ["labels", .. var labels]) return await KilledRun.LabelAsync(new CommandOptions(labels));
if (args is ["labelling", .. var labelling]) return await LabellingCommand.RunAsync(new CommandOptions(labelling), Console.Out);
if (args is ["queue", .. var queue]) return await QueueCommand.RunAsync(queue, Console.Out);
if (args is ["look-alikes", .. var alike]) return LookAlikesCommand.Run(alike, Console.Out);
if (args is ["bounds", .. var bounds]) return BoundsCommand.Run(bounds, Console.Out);
if (args is ["retrieval", .. var retrieval]) return await RetrievalCommand.RunAsync(new CommandOptions(retrieval), Console.Out);
if (args is ["routing-decision", .. var decisions]) return await DecisionCommand.RunAsync(new CommandOptions(decisions), Console.Out);
if (args is ["serving", .. var serving]) return await ServingCommand.RunAsync(new CommandOptions(serving), Console.Out);
if (args is ["batch", .. var batch]) return await BatchCommand.RunAsync(new CommandOptions(batch), Console.Out);
if (args is ["ledger", .. var ledger]) return await LedgerCommand.RunAsync(new CommandOptions(ledger), Console.Out);
if (args is ["serving-host", .. var hosting]) return await ServingHost.RunAsync(hosting);

BenchmarkSwitcher.FromAssembly(typeof(ServingCommand).Assembly).Run(args);
return 0;
