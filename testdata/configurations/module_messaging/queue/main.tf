variable "name" {}
variable "settings" {
  type = object({ fifo = optional(bool, false), delay = optional(number), max = optional(number, 65536), dlq = optional(object({ name = optional(string), count = optional(number, 5) })) })
}
variable "senders" { type = list(string) }
locals {
  suffix = var.settings.fifo ? ".fifo" : ""
  dlq    = var.settings.dlq == null ? null : coalesce(var.settings.dlq.name, "${var.name}-dlq")
}
resource "aws_sqs_queue" "this" {
  name              = "${var.name}${local.suffix}"
  fifo_queue        = var.settings.fifo ? true : null
  delay_seconds     = var.settings.delay
  max_message_size  = var.settings.max
  kms_master_key_id = "alias/aws/sqs"
}
resource "aws_sqs_queue" "dlq" {
  count      = local.dlq == null ? 0 : 1
  name       = "${local.dlq}${local.suffix}"
  fifo_queue = var.settings.fifo ? true : null
}
resource "aws_sqs_queue_redrive_policy" "this" {
  count          = length(aws_sqs_queue.dlq)
  queue_url      = aws_sqs_queue.this.id
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dlq[0].arn, maxReceiveCount = var.settings.dlq.count })
}
resource "aws_sqs_queue_redrive_allow_policy" "this" {
  count     = local.dlq != null ? 1 : 0
  queue_url = aws_sqs_queue.dlq[0].id
  redrive_allow_policy = jsonencode({
    sourceQueueArns   = [format("arn:aws:sqs:us-east-1:111122223333:%s", aws_sqs_queue.this.name)]
    redrivePermission = "byQueue"
  })
}
output "arn" { value = "arn:aws:sqs:us-east-1:111122223333:${aws_sqs_queue.this.name}" }
output "names" { value = concat([aws_sqs_queue.this.name], aws_sqs_queue.dlq[*].name) }
