#!/bin/sh
# What git runs instead of ssh (GIT_SSH), without a shell in between: nothing of a user is in this text.
exec ssh -F /dev/null -i "$BERTH_SSH_KEY" -o IdentitiesOnly=yes -o BatchMode=yes -o ConnectTimeout=20 \
  -o "StrictHostKeyChecking=$BERTH_SSH_STRICT" -o "UserKnownHostsFile=$BERTH_SSH_HOSTS" \
  -o GlobalKnownHostsFile=/dev/null -o ForwardAgent=no -o PermitLocalCommand=no "$@"
