# Completion of secureauth for bash. Put this line into ~/.bashrc:
#     eval "$(secureauth completion bash)"
_secureauth() {
    local line=${COMP_LINE:0:COMP_POINT} candidates candidate
    # The program knows itself by its own name, whatever it was called by: a path, an alias or a script around it.
    line="secureauth ${line#*"${COMP_WORDS[0]}" }"
    candidates=$("${COMP_WORDS[0]/#\~/$HOME}" "[suggest:${#line}]" "$line" 2>/dev/null </dev/null) || return
    COMPREPLY=()
    while IFS= read -r candidate; do
        [[ -n $candidate ]] && COMPREPLY+=("$candidate")
    done <<<"$candidates"
    # A folder is not the end of a path.
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]] && compopt -o nospace 2>/dev/null
    return 0
}
complete -F _secureauth secureauth
