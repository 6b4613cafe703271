variable "name" {
  type = string
}

resource "aws_sqs_queue" "this" {
  name                    = "store-${var.name}"
  sqs_managed_sse_enabled = var.name == "a"
}
