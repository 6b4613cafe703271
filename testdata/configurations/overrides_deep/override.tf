variable "size" {
  default = "5"
}
locals {
  b = "override"
}
module "m" {
  source = "./two"
}
resource "aws_security_group" "sg" {
  description = "override"
  dynamic "ingress" {
    for_each = [7]
    content {
      from_port = ingress.value
      to_port   = ingress.value
      protocol  = "udp"
    }
  }
}
resource "aws_sqs_queue" "q" {
  count = var.size - 2
  tags  = { override = count.index }
}
