variable "size" {
  type    = number
  default = 1
}
variable "described" { default = "base" }
locals {
  a = "base"
  b = "base"
}
module "m" {
  source = "./one"
  name   = "base"
  extra  = "kept"
}
resource "aws_security_group" "sg" {
  name        = "base"
  description = "base"
  ingress {
    from_port = 1
    to_port   = 1
    protocol  = "tcp"
  }
  ingress {
    from_port = 2
    to_port   = 2
    protocol  = "tcp"
  }
  egress {
    from_port = 0
    to_port   = 0
    protocol  = "-1"
  }
  lifecycle {
    create_before_destroy = true
  }
}
resource "aws_sqs_queue" "q" {
  count = 1
  name  = "base-${count.index}"
  tags  = { base = "yes" }
}
resource "aws_instance" "dynamic" {
  ami           = "ami-1"
  instance_type = "t3.micro"
  dynamic "ebs_block_device" {
    for_each = ["b", "c"]
    content {
      device_name = "/dev/sd${ebs_block_device.value}"
      volume_size = 8
    }
  }
}
output "o" {
  value       = "base"
  description = "kept"
}
output "locals" { value = [local.a, local.b, var.size, var.described, module.m.out] }
