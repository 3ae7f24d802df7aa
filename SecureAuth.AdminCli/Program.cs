using SecureAuth.AdminCli;
using SecureAuth.AdminCli.Output;

return await CommandTree.RunAsync(args, CommandHost.OfProcess());
