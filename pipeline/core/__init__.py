"""What every room uses: errors, settings, the screen, the workspace, work on all cores.

It imports no other room.
"""
