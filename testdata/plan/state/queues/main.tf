terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "name" {}

resource "aws_sqs_queue" "this" {
  name = var.name
}
