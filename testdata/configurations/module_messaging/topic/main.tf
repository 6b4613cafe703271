variable "name" {}
variable "fifo" { default = false }
variable "subscriptions" { default = {} }
variable "delivery" { default = null }
resource "aws_sns_topic" "this" {
  name                        = var.fifo ? "${trimsuffix(var.name, ".fifo")}.fifo" : var.name
  fifo_topic                  = var.fifo
  content_based_deduplication = var.fifo ? true : null
  delivery_policy             = var.fifo ? null : jsonencode(var.delivery)
  kms_master_key_id           = "alias/aws/sns"
}
resource "aws_sns_topic_subscription" "this" {
  for_each             = var.subscriptions
  topic_arn            = aws_sns_topic.this.arn
  protocol             = each.value.protocol
  endpoint             = each.value.endpoint
  filter_policy        = can(each.value.filter) ? jsonencode(each.value.filter) : null
  raw_message_delivery = try(each.value.raw, each.value.protocol == "sqs")
}
output "arn" { value = aws_sns_topic.this.arn }
output "name" { value = aws_sns_topic.this.name }
