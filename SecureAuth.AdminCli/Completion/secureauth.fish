# Completion of secureauth for fish. Put this line into ~/.config/fish/config.fish:
#     secureauth completion fish | source
function __secureauth_complete
    set --local words (commandline --tokens-expanded --cut-at-cursor 2>/dev/null; or commandline --tokenize --cut-at-cursor)
    set --local program $words[1]
    # The program knows itself by its own name, whatever it was called by: a path, an alias or a script around it.
    set --local line (string join ' ' -- secureauth $words[2..] (commandline --current-token --cut-at-cursor))
    $program "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null </dev/null
end
complete --command secureauth --no-files --arguments '(__secureauth_complete)'
