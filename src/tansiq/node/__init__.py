"""The loop: propose ► ordered ► decide ► evolve ► answer ► tell."""
