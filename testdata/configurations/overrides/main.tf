variable "v" {
  type    = string
  default = "base"
}

locals {
  a = "a"
  b = "b"
}

resource "aws_instance" "i" {
  ami           = "ami-12345678"
  instance_type = "t3.micro"
  monitoring    = false
  ebs_block_device {
    device_name = "/dev/sdf"
    volume_size = 1
  }
  ebs_block_device {
    device_name = "/dev/sdg"
    volume_size = 2
  }
  tags = { v = var.v, a = local.a, b = local.b }
}
