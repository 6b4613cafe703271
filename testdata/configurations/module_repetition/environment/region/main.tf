variable "name" {}
variable "size" { default = 1 }
resource "aws_sqs_queue" "this" {
  count                      = var.size
  name                       = format("%s-%03d", var.name, count.index)
  visibility_timeout_seconds = 30 * (count.index + 1)
}
output "names" { value = aws_sqs_queue.this[*].name }
output "by_name" { value = { for queue in aws_sqs_queue.this : queue.name => tostring(queue.visibility_timeout_seconds) } }
