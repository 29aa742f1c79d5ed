using BenchmarkDotNet.Running;
using HybridAi.Benchmarks.Text;

// `text …` measures a classifier on files in one run; anything else goes to BenchmarkDotNet.
if (args is ["text", .. var options]) return TextCommand.Run(options, Console.Out);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
