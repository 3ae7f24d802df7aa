using System.Management.Automation;

// Runs a script with the parameter $line and prints what it returns.
using var shell = PowerShell.Create();
shell.AddScript(args[0]).AddParameter("line", args[1]);
foreach (var result in shell.Invoke())
{
    Console.WriteLine(result);
}

foreach (var error in shell.Streams.Error)
{
    Console.Error.WriteLine(error);
}

return shell.HadErrors ? 1 : 0;
