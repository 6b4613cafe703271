variable "v" {
  default = "override"
}

locals {
  b = "B"
}

resource "aws_instance" "i" {
  monitoring = true
  ebs_block_device {
    device_name = "/dev/sdh"
    volume_size = 3
    encrypted   = true
  }
}
