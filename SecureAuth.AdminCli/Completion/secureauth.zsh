#compdef secureauth
# Completion of secureauth for zsh. Put this line into ~/.zshrc, after compinit:
#     eval "$(secureauth completion zsh)"
_secureauth() {
    # The program knows itself by its own name, whatever it was called by: a path, an alias or a script around it.
    local line="secureauth ${(j: :)words[2,CURRENT]}"
    local -a candidates folders
    candidates=("${(@f)$("${(Q)words[1]/#\~/$HOME}" "[suggest:${#line}]" "$line" 2>/dev/null </dev/null)}")
    # A folder is not the end of a path.
    candidates=(${candidates:#})
    folders=(${(M)candidates:#*/})
    candidates=(${candidates:#*/})
    compset -P '--*='
    compadd -a candidates
    compadd -S '' -a folders
}
if [[ ${funcstack[1]} == _secureauth ]]; then
    _secureauth "$@"
else
    compdef _secureauth secureauth
fi
