"""What a training leaves behind: checkpoints to go on from, the columns of its history, the model card."""
