return await SecureAuth.AdminCli.CommandLine.CommandTree.RunAsync(args);
