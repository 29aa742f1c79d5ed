using BenchmarkDotNet.Running;
using HybridAi.Benchmarks.Gateway;
using HybridAi.Benchmarks.Review;
using HybridAi.Benchmarks.Text;

// `text …` measures a classifier on files in one run, `gateway …` what the gateway adds to a call, `queue …` what the next record
// to review costs, `look-alikes …` what finding them costs; anything else goes to BenchmarkDotNet.
if (args is ["text", .. var options]) return TextCommand.Run(options, Console.Out);
if (args is ["gateway", .. var load]) return await GatewayCommand.RunAsync(load, Console.Out);
if (args is ["queue", .. var queue]) return await QueueCommand.RunAsync(queue, Console.Out);
if (args is ["look-alikes", .. var alike]) return LookAlikesCommand.Run(alike, Console.Out);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
