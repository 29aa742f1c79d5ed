return await HybridAi.Api.ApiHost.RunAsync(args);
