terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.peer]
    }
  }
}

variable "name" {}
variable "size" { type = number }

module "leaf" {
  source = "../leaf"
  count  = var.size
  name   = "${var.name}-${count.index}"
}

resource "aws_sqs_queue" "peer" {
  provider                  = aws.peer
  name                      = "peer-${var.name}"
  message_retention_seconds = var.size * 60
}

output "summary" {
  value = { name = var.name, leaves = module.leaf[*].name, arn = aws_sqs_queue.peer.arn }
}
