return await SecureAuth.AdminCli.CommandTree.RunAsync(args);
