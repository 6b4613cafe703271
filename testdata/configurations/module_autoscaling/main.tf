module "asg" {
  source = "./asg"
  name   = "web"
  launch = {
    image_id      = "ami-1"
    instance_type = "m6i.large"
    user_data     = "#!/bin/bash\necho ${upper("hi")}\n"
    blocks = [
      { device_name = "/dev/xvda", ebs = { volume_size = 30, encrypted = true } },
      { device_name = "/dev/sdb", no_device = 1 },
      { device_name = "/dev/sdc", virtual_name = "ephemeral0" },
    ]
    interfaces = [{ delete_on_termination = true, security_groups = ["sg-1"], device_index = 0 }]
    metadata   = { http_tokens = "required", http_put_response_hop_limit = 1 }
    tags       = [{ resource_type = "volume", tags = { A = "1" } }, { resource_type = "instance", tags = { B = "2" } }]
  }
  mixed = {
    distribution = { on_demand_base_capacity = 0, spot_allocation_strategy = "price-capacity-optimized" }
    override     = [{ instance_type = "c5.large", weighted_capacity = "2" }, { instance_requirements = { memory_mib = { min = 8192 }, vcpu_count = { min = 4, max = 8 }, cpu_manufacturers = ["amd", "intel"] } }]
  }
  size      = { min = 1, max = 10, desired = 2 }
  refresh   = { strategy = "Rolling", preferences = { min_healthy_percentage = 50, checkpoint_percentages = [35, 100] }, triggers = ["tag"] }
  schedules = { night = { min_size = 0, recurrence = "0 20 * * *" }, day = { desired_capacity = 5, start_time = "2030-01-01T00:00:00Z" } }
  policies  = { cpu = { target = { predefined = "ASGAverageCPUUtilization", value = 50 } }, requests = { target = { custom = { metric_name = "n", namespace = "ns", statistic = "Sum", dimensions = [{ name = "d", value = "v" }] }, value = 10.5 } } }
  hooks     = [{ name = "start", lifecycle_transition = "autoscaling:EC2_INSTANCE_LAUNCHING", heartbeat_timeout = 180 }]
  tags      = { Env = "prod", Name = "ignored?" }
}
output "tags" { value = module.asg.tags }
