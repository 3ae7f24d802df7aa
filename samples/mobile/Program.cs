using Microsoft.Extensions.DependencyInjection;
using Samples.Mobile;
using SecureAuth.Client;

// The parts of a mobile app that concern accounts. The console is its screen.
var address = Environment.GetEnvironmentVariable("Auth__Address") ?? "http://localhost:5080";
var services = new ServiceCollection();
services.AddSecureAuthClient(options => options.Address = new Uri(address));
services.AddSingleton<ITokenStore, Keychain>();
services.AddSecureAuthSession();
services.AddSingleton<MailedCodes>();
services.AddSingleton<App>();
await using var provider = services.BuildServiceProvider();
await provider.GetRequiredService<App>().RunAsync();
