using BenchmarkDotNet.Running;
using HybridAi.Benchmarks.Gateway;
using HybridAi.Benchmarks.Text;

// `text …` measures a classifier on files in one run, `gateway …` what the gateway adds to a call; anything else goes to BenchmarkDotNet.
if (args is ["text", .. var options]) return TextCommand.Run(options, Console.Out);
if (args is ["gateway", .. var load]) return await GatewayCommand.RunAsync(load, Console.Out);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
