"""What happens to a picture on its way through the web, on whole batches of tensors."""
